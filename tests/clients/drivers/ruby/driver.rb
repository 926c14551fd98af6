# The AWS SDK for Ruby v3 as a client of the matrix: who signs on this machine, and in which region?
#
# Without an argument it answers once, for its own environment. With "session" it reads one JSON
# line per machine, and answers each from a process of its own, forked after the SDK is loaded.
# What machines share then: the loaded SDK, and what it read of the files when it was loaded, which
# is read again here.
require "json"
require "uri"
require "aws-sdk-core"

def ask(profile)
  answer = { region: nil, error: nil }
  begin
    Aws.shared_config.fresh(
      config_enabled: ENV["AWS_SDK_CONFIG_OPT_OUT"] ? false : true
    )
    Aws.config.update(http_proxy: ENV["HTTPS_PROXY"], ssl_ca_bundle: ENV["AWS_CA_BUNDLE"])
    options = { retry_limit: 0 }
    options[:profile] = profile if profile
    region = begin
      keys = Aws::Credentials.new("unused", "unused")
      Aws::STS::Client.new(**options, credentials: keys).config.region
    rescue Aws::Errors::MissingRegionError
      nil
    end
    answer[:region] = region
    # Without a region there is no endpoint, and nothing would be signed.
    options[:region] = region && !region.empty? ? region : "us-east-1"
    Aws::STS::Client.new(**options).get_caller_identity
  rescue StandardError => e
    answer[:error] = "#{e.class}: #{e.message}"
  end
  answer
end

if ARGV[0] != "session"
  puts JSON.generate(ask(ARGV[1]))
  exit
end
$stdin.each_line do |line|
  machine = JSON.parse(line)
  child = fork do
    ENV.replace(machine["env"])
    $stdout.write(JSON.generate(ask(machine["profile"])) + "\n")
    $stdout.flush
    exit!(0)
  end
  Process.wait(child)
end
