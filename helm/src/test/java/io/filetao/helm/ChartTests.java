package io.filetao.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.util.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart as Helm renders it, read back with Kubernetes' own types. */
@Timeout(120)
class ChartTests {

    private static final Path CHART = Path.of("filetao").toAbsolutePath();

    @Test
    void lintIsContent() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
    }

    /** {@link Yaml#loadAll} refuses fields that Kubernetes does not know and values of another type. */
    @ParameterizedTest
    @ValueSource(strings = {"minimal", "default", "production"})
    void everyObjectIsOneThatKubernetesKnows(String values) throws IOException {
        assertThat(objects(values)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    minimal    | filetao-miner
                    default    | filetao-api filetao-chain filetao-dashboard filetao-miner filetao-redis filetao-validator
                    production | filetao-api filetao-dashboard filetao-miner filetao-validator
                    """)
    void valuesDecideWhatRuns(String values, String names) throws IOException {
        assertThat(
                        objects(values).stream()
                                .map(ChartTests::workload)
                                .filter(name -> !name.isEmpty()))
                .containsExactlyInAnyOrder(names.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "default", "production"})
    void everyPodIsRestricted(String values) throws IOException {
        for (V1PodSpec pod : pods(values)) {
            var security = Objects.requireNonNull(pod.getSecurityContext());
            assertThat(security.getRunAsNonRoot()).isTrue();
            assertThat(Objects.requireNonNull(security.getSeccompProfile()).getType())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            for (V1Container container : containers(pod)) {
                var limits =
                        Objects.requireNonNull(container.getSecurityContext(), container.getName());
                assertThat(limits.getAllowPrivilegeEscalation()).isFalse();
                assertThat(limits.getReadOnlyRootFilesystem()).isTrue();
                assertThat(Objects.requireNonNull(limits.getCapabilities()).getDrop())
                        .containsExactly("ALL");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "default", "production"})
    void everyProgramIsWatched(String values) throws IOException {
        for (V1PodSpec pod : pods(values)) {
            for (V1Container container : pod.getContainers()) {
                assertThat(container.getLivenessProbe()).as(container.getName()).isNotNull();
                assertThat(container.getReadinessProbe()).as(container.getName()).isNotNull();
                assertThat(container.getStartupProbe()).as(container.getName()).isNotNull();
            }
        }
    }

    @Test
    void minersHaveKeysAddressAndPrefixOfTheirOwn() throws IOException {
        V1StatefulSet miner = one(objects("production"), V1StatefulSet.class, "filetao-miner");
        V1Container container = miner.getSpec().getTemplate().getSpec().getContainers().getFirst();
        V1ConfigMap config = one(objects("production"), V1ConfigMap.class, "filetao-miner");

        assertThat(environment(container))
                .containsEntry("FILETAO_WALLET_HOTKEY", "hotkey-$(POD_INDEX)")
                .containsEntry("FILETAO_REDIS_PREFIX", "filetao:$(POD_NAME):");
        assertThat(config.getData().get("filetao-miner.yml"))
                .contains(
                        "external-ip: ${chart.addresses.miner-${POD_INDEX}}",
                        "miner-1: 203.0.113.11",
                        "allow-private: false");
    }

    @Test
    void configOfAComponentWinsOverTheChart() throws IOException {
        String manifests =
                template("default")
                        .set("api.config.filetao.netuid", "7")
                        .set("api.config.filetao.api.store-timeout", "90s")
                        .call();

        String config =
                one(load(manifests), V1ConfigMap.class, "filetao-api")
                        .getData()
                        .get("filetao-api.yml");
        assertThat(config).contains("netuid: 7", "store-timeout: 90s", "spool-directory: /spool");
    }

    @Test
    void passwordsAreInSecretsOnly() throws IOException {
        List<Object> objects = objects("default");
        V1Secret secret = one(objects, V1Secret.class, "filetao-redis");
        String password = new String(secret.getData().get("password"), StandardCharsets.UTF_8);

        assertThat(password).hasSize(40);
        assertThat(objects.stream().filter(object -> !(object instanceof V1Secret)).map(Yaml::dump))
                .noneMatch(text -> text.contains(password));
    }

    @Test
    void redisForgetsNothingThatItAcknowledged() throws IOException {
        assertThat(
                        one(objects("default"), V1ConfigMap.class, "filetao-redis")
                                .getData()
                                .get("redis.conf"))
                .contains("appendonly yes", "appendfsync always", "maxmemory-policy noeviction");
    }

    @ParameterizedTest
    @CsvSource({
        "miner.replica, 3, replica",
        "miner.replicas, 0, replicas",
        "miner.replicas, many, replicas",
        "image.pullPolicy, Sometimes, pullPolicy",
        "redis.external.port, 70000, port",
        "netuid, -1, netuid",
        "miner.persistence.size, big, size",
        "colour, green, colour",
    })
    void schemaRefusesWrongValues(String key, String value, String named) {
        assertThatThrownBy(() -> template("default").set(key, value).call())
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    default    | chain.url=wss://chain.example:443      | chain.url names a chain
                    default    | chain.local.enabled=false              | Which chain?
                    default    | redis.enabled=false                    | Which Redis?
                    production | redis.existingSecret=                  | needs its password
                    production | miner.wallet.existingSecret=           | miners need their keys
                    production | miner.replicas=3                       | one for each replica
                    production | validator.axon.externalIP=             | public address
                    """)
    void settingsThatCannotWorkSaySo(String values, String setting, String sentence) {
        String[] parts = setting.split("=", 2);
        assertThatThrownBy(() -> template(values).set(parts[0], parts[1]).call())
                .hasMessageContaining(sentence);
    }

    private static TemplateCommand template(String values) {
        return new Helm(CHART)
                .template()
                .withName("filetao")
                .withKubeVersion("1.33.0")
                .withValuesFile(CHART.resolve("ci/" + values + "-values.yaml"));
    }

    private static List<Object> objects(String values) throws IOException {
        return load(template(values).call());
    }

    /** What the Prometheus operator brings is no part of Kubernetes itself and is left out. */
    private static List<Object> load(String manifests) throws IOException {
        List<Object> objects = new ArrayList<>();
        for (String document : manifests.split("(?m)^---$")) {
            boolean hasContent =
                    Arrays.stream(document.split("\n")).anyMatch(line -> line.startsWith("kind:"));
            if (hasContent && !document.contains("apiVersion: monitoring.coreos.com/")) {
                objects.add(Yaml.load(document));
            }
        }
        return objects;
    }

    private static List<V1PodSpec> pods(String values) throws IOException {
        return objects(values).stream()
                .flatMap(object ->
                        switch (object) {
                            case V1StatefulSet set ->
                                    Stream.of(set.getSpec().getTemplate().getSpec());
                            case V1Deployment deployment ->
                                    Stream.of(deployment.getSpec().getTemplate().getSpec());
                            default -> Stream.empty();
                        })
                .toList();
    }

    private static List<V1Container> containers(V1PodSpec pod) {
        List<V1Container> all = new ArrayList<>(pod.getContainers());
        all.addAll(Objects.requireNonNullElse(pod.getInitContainers(), List.of()));
        return all;
    }

    private static String workload(Object object) {
        return switch (object) {
            case V1StatefulSet set -> set.getMetadata().getName();
            case V1Deployment deployment -> deployment.getMetadata().getName();
            default -> "";
        };
    }

    private static Map<String, String> environment(V1Container container) {
        Map<String, String> environment = new HashMap<>();
        container
                .getEnv()
                .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        return environment;
    }

    private static <T extends KubernetesObject> T one(
            List<Object> objects, Class<T> type, String name) {
        return objects.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(object -> name.equals(object.getMetadata().getName()))
                .findFirst()
                .orElseThrow();
    }
}
