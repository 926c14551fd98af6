import com.amazonaws.ClientConfiguration;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.regions.DefaultAwsRegionProviderChain;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;

/**
 * The AWS SDK for Java v1 as a client of the matrix: who signs on this machine, and in which region?
 *
 * <p>Without an argument it answers once, for its own environment. With "session" it reads one JSON
 * line per machine, sets the environment to it, and answers one line each, with a new provider and
 * client for each machine. The environment of a running JVM is set by reflection, because the SDK
 * reads System.getenv(NAME). What machines share: the process, HOME and user.home, and the profile
 * in whose section STS clients look for a region (AwsClientBuilder.DEFAULT_REGION_PROVIDER).
 */
final class Driver {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Leads every client in this JVM to the simulator: a proxy, and its authority. */
    private static void openNetwork() throws Exception {
        URI proxy = URI.create(System.getenv("HTTPS_PROXY"));
        System.setProperty("https.proxyHost", proxy.getHost());
        System.setProperty("https.proxyPort", Integer.toString(proxy.getPort()));
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

    private static String ask() throws Exception {
        String region = null;
        String error = null;
        try {
            try {
                region = new DefaultAwsRegionProviderChain().getRegion();
            } catch (RuntimeException none) {
                region = null;
            }
            AWSSecurityTokenServiceClientBuilder.standard()
                    // Without a region there is no endpoint, and nothing would be signed.
                    .withRegion(region == null || region.isEmpty() ? "us-east-1" : region)
                    .withCredentials(new DefaultAWSCredentialsProviderChain())
                    .withClientConfiguration(new ClientConfiguration().withMaxErrorRetry(0))
                    .build()
                    .getCallerIdentity(new GetCallerIdentityRequest());
        } catch (Throwable thrown) {
            error = thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        }
        var answer = JSON.createObjectNode();
        answer.put("region", region);
        answer.put("error", error);
        return JSON.writeValueAsString(answer);
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] arguments) throws Exception {
        openNetwork();
        if (arguments.length == 0) {
            System.setProperty("user.home", System.getenv("HOME"));
            System.out.println(ask());
            return;
        }
        Field inner = System.getenv().getClass().getDeclaredField("m");
        inner.setAccessible(true);
        Map<String, String> environment = (Map<String, String>) inner.get(System.getenv());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode machine = JSON.readTree(line);
            environment.clear();
            machine.get("env").fields()
                    .forEachRemaining(e -> environment.put(e.getKey(), e.getValue().asText()));
            System.setProperty("user.home", environment.get("HOME"));
            System.out.println(ask());
        }
    }
}
