import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The AWS SDK for Java v2 as a client of the matrix: who signs on this machine, and in which region?
 *
 * <p>It reads one JSON line per machine, sets the environment to it, and answers one line each, with
 * a new provider and client for each machine. The environment of a running JVM is set by reflection,
 * because the SDK reads System.getenv(NAME). What machines share: the process and HOME.
 */
final class Driver {
    private static Map<String, String> environment;

    @SuppressWarnings("unchecked")
    private static void openEnvironment() throws ReflectiveOperationException {
        Map<String, String> shown = System.getenv();
        Field inner = shown.getClass().getDeclaredField("m");
        inner.setAccessible(true);
        Object map = inner.get(shown);
        environment = (Map<String, String>) map;
    }

    /** Leads every client in this JVM to the simulator: a proxy, and its authority. */
    private static void openNetwork() throws Exception {
        URI proxy = URI.create(System.getenv("HTTPS_PROXY"));
        // The SDK's own HTTP client goes by the scheme of the proxy, not by that of the service.
        for (String scheme : new String[] {"http", "https"}) {
            System.setProperty(scheme + ".proxyHost", proxy.getHost());
            System.setProperty(scheme + ".proxyPort", Integer.toString(proxy.getPort()));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = new FileInputStream(System.getenv("AWS_CA_BUNDLE"))) {
            store.setCertificateEntry(
                    "simulator", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        File file = File.createTempFile("client-matrix", ".p12");
        file.deleteOnExit();
        try (var out = new FileOutputStream(file)) {
            store.store(out, "simulator".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", file.getPath());
        System.setProperty("javax.net.ssl.trustStorePassword", "simulator");
    }

    static String quoted(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static String ask(String profile) {
        Region region = null;
        String error = null;
        try {
            var regions = DefaultAwsRegionProviderChain.builder();
            var credentials = DefaultCredentialsProvider.builder();
            if (profile != null) {
                regions.profileName(profile);
                credentials.profileName(profile);
            }
            try {
                region = regions.build().getRegion();
            } catch (RuntimeException none) {
                region = null;
            }
            try (StsClient client =
                    StsClient.builder()
                            // Without a region there is no endpoint, and nothing would be signed.
                            .region(region == null ? Region.US_EAST_1 : region)
                            .credentialsProvider(credentials.build())
                            .overrideConfiguration(c -> c.retryPolicy(RetryPolicy.none()))
                            .build()) {
                client.getCallerIdentity();
            }
        } catch (Throwable thrown) {
            error = thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        }
        // Region.of encodes what a region cannot contain.
        String written =
                region == null ? null : URLDecoder.decode(region.id(), StandardCharsets.UTF_8);
        return "{\"region\": " + quoted(written)
                + ", \"error\": " + quoted(error) + "}";
    }

    public static void main(String[] arguments) throws Exception {
        openNetwork();
        openEnvironment();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode machine = JsonNode.parser().parse(line);
            environment.clear();
            machine.field("env").get().asObject()
                    .forEach((name, value) -> environment.put(name, value.text()));
            JsonNode profile = machine.field("profile").get();
            System.out.println(ask(profile.isNull() ? null : profile.text()));
        }
    }
}
