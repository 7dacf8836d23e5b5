package io.filetao.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.util.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    @Test
    void lintIsContent() {
        LintResult result = new Helm(Chart.PATH).lint().strict().call();

        assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
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
        for (V1PodSpec pod : programs(values)) {
            for (V1Container container : pod.getContainers()) {
                assertThat(container.getLivenessProbe()).as(container.getName()).isNotNull();
                assertThat(container.getReadinessProbe()).as(container.getName()).isNotNull();
                assertThat(container.getStartupProbe()).as(container.getName()).isNotNull();
            }
        }
    }

    /** A program has the time it is promised for what is under way: the pause before, the phase itself, the rest after. */
    @ParameterizedTest
    @ValueSource(strings = {"miner", "validator", "api", "dashboard"})
    void whatIsUnderWayMayEnd(String component) throws IOException {
        List<Object> objects = objects("production");
        V1PodSpec pod =
                programs("production").stream()
                        .filter(each -> each.getContainers().getFirst().getName().equals(component))
                        .findFirst()
                        .orElseThrow();
        String config =
                one(objects, V1ConfigMap.class, "filetao-" + component)
                        .getData()
                        .get("filetao-" + component + ".yml");
        long pause =
                pod.getContainers().getFirst().getLifecycle().getPreStop().getSleep().getSeconds();

        assertThat(config).contains("shutdown: graceful");
        assertThat(config)
                .containsPattern(
                        "timeout-per-shutdown-phase: "
                                + (pod.getTerminationGracePeriodSeconds() - 10)
                                + "s");
        assertThat(pause).isBetween(1L, 9L);
    }

    /** The root file system cannot be written to. */
    @ParameterizedTest
    @CsvSource({"miner, /data/shards", "validator, /data/validator"})
    void whatAProgramKeepsLiesOnAVolumeOfItsOwn(String component, String kept) throws IOException {
        List<Object> objects = objects("production");
        var set = one(objects, V1StatefulSet.class, "filetao-" + component).getSpec();
        String config =
                one(objects, V1ConfigMap.class, "filetao-" + component)
                        .getData()
                        .get("filetao-" + component + ".yml");

        assertThat(config).contains("directory: " + kept);
        assertThat(set.getVolumeClaimTemplates())
                .singleElement()
                .satisfies(claim -> assertThat(claim.getMetadata().getName()).isEqualTo("data"));
        assertThat(set.getTemplate().getSpec().getContainers().getFirst().getVolumeMounts())
                .anySatisfy(mount -> {
                    assertThat(mount.getName()).isEqualTo("data");
                    assertThat(mount.getMountPath()).isEqualTo("/data");
                });
        assertThat(set.getPersistentVolumeClaimRetentionPolicy().getWhenDeleted())
                .isEqualTo("Retain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"miner", "validator", "api", "dashboard"})
    void drainingNodesLeavesMostOfThemRunning(String component) throws IOException {
        var budget =
                one(objects("production"), V1PodDisruptionBudget.class, "filetao-" + component)
                        .getSpec();

        assertThat(budget.getMaxUnavailable() == null).isEqualTo(component.equals("api"));
        assertThat(budget.getSelector().getMatchLabels())
                .containsEntry("app.kubernetes.io/component", component);
    }

    @ParameterizedTest
    @ValueSource(strings = {"miner", "validator", "api", "dashboard"})
    void healthAndMetricsAreForTheClusterOnly(String component) throws IOException {
        var rules =
                one(objects("default"), V1NetworkPolicy.class, "filetao-" + component)
                        .getSpec()
                        .getIngress();

        assertThat(rules).hasSize(2);
        assertThat(rules.getFirst().getFrom()).isNullOrEmpty();
        assertThat(rules.getFirst().getPorts())
                .extracting(port -> port.getPort().getStrValue())
                .containsExactly("http");
        assertThat(rules.getLast().getFrom()).hasSize(1);
        assertThat(rules.getLast().getPorts())
                .extracting(port -> port.getPort().getStrValue())
                .containsExactly("management");
    }

    @Test
    void testStoresWithTheTrialKeysOfTheRelease() throws IOException {
        V1Pod test = one(objects("default"), V1Pod.class, "filetao-test");

        assertThat(test.getMetadata().getAnnotations()).containsEntry("example/hook", "test");
        assertThat(test.getSpec().getInitContainers()).hasSize(1);
        assertThat(test.getSpec().getContainers().getFirst().getArgs())
                .startsWith("api", "check", "--api=http://filetao-api:8080")
                .contains("--wallet.name=validator");
    }

    @Test
    void testStoresWithTheTokenOfASecret() throws IOException {
        V1Pod test = one(objects("production"), V1Pod.class, "filetao-test");

        assertThat(test.getSpec().getInitContainers()).isNullOrEmpty();
        assertThat(test.getSpec().getContainers().getFirst().getEnv())
                .anySatisfy(variable -> {
                    assertThat(variable.getName()).isEqualTo("FILETAO_TOKEN");
                    assertThat(variable.getValueFrom().getSecretKeyRef().getName())
                            .isEqualTo("test-token");
                });
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
                Chart.template("default")
                        .set("api.config.filetao.netuid", "7")
                        .set("api.config.filetao.api.store-timeout", "90s")
                        .call();

        assertThat(config(manifests, "api"))
                .contains("netuid: 7", "store-timeout: 90s", "spool-directory: /spool");
    }

    @Test
    void logsAndTracesGoWhereTheValuesSay() throws IOException {
        String told =
                Chart.template("default")
                        .set("logging.format", "ecs")
                        .set("tracing.endpoint", "http://collector:4318/v1/traces")
                        .call();
        String silent = Chart.template("default").call();
        for (String program : List.of("miner", "validator", "api", "dashboard")) {
            assertThat(config(told, program))
                    .as(program)
                    .contains("console: ecs", "endpoint: http://collector:4318/v1/traces");
            assertThat(config(silent, program))
                    .as(program)
                    .doesNotContain("structured", "opentelemetry");
        }
    }

    private static String config(String manifests, String program) throws IOException {
        return one(load(manifests), V1ConfigMap.class, "filetao-" + program)
                .getData()
                .get("filetao-" + program + ".yml");
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
        "logging.format, xml, format",
        "tracing.endpoint, collector:4318, endpoint",
        "colour, green, colour",
    })
    void schemaRefusesWrongValues(String key, String value, String named) {
        assertThatThrownBy(() -> Chart.template("default").set(key, value).call())
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
        assertThatThrownBy(() -> Chart.template(values).set(parts[0], parts[1]).call())
                .hasMessageContaining(sentence);
    }

    private static List<Object> objects(String values) throws IOException {
        return load(Chart.template(values).call());
    }

    private static List<Object> load(String manifests) throws IOException {
        List<Object> objects = new ArrayList<>();
        for (String manifest : Chart.objects(manifests)) {
            objects.add(Yaml.load(manifest));
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
                            case V1Pod pod -> Stream.of(pod.getSpec());
                            default -> Stream.empty();
                        })
                .toList();
    }

    /** The pods that run until they are stopped. */
    private static List<V1PodSpec> programs(String values) throws IOException {
        return pods(values).stream()
                .filter(pod -> !"Never".equals(pod.getRestartPolicy()))
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
