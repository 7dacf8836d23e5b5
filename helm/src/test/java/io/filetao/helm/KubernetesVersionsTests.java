package io.filetao.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object of the chart against the published types of several minor versions of Kubernetes. */
@Timeout(120)
class KubernetesVersionsTests {

    private static final List<String> VERSIONS = List.of("1.34", "1.35", "1.36");

    private static final String STATEFUL_SET =
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: example}
            spec:
              serviceName: example
              replicas: 2
              selector: {matchLabels: {app: example}}
              template:
                metadata: {labels: {app: example}}
                spec:
                  containers:
                    - name: example
                      image: example:1
                      ports: [{containerPort: 8080}]
                      livenessProbe: {tcpSocket: {port: 8080}}
            """;

    @ParameterizedTest(name = "{1} on Kubernetes {0}")
    @MethodSource("versionsAndValues")
    void everyObjectIsValid(String kubernetes, String values) {
        List<String> objects = Chart.objects(Chart.template(values, kubernetes).call());

        assertThat(objects).hasSizeGreaterThan(3);
        objects.forEach(KubernetesVersion.of(kubernetes)::check);
    }

    /** What the check must catch; without this a check that accepts everything would pass too. */
    @ParameterizedTest(name = "{1} becomes {2} on Kubernetes {0}")
    @MethodSource("mistakes")
    void aMistakeIsRefused(String kubernetes, String right, String wrong, String named) {
        KubernetesVersion version = KubernetesVersion.of(kubernetes);
        version.check(STATEFUL_SET);

        assertThat(STATEFUL_SET).contains(right);
        assertThatThrownBy(() -> version.check(STATEFUL_SET.replace(right, wrong)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(named);
    }

    static Stream<Arguments> versionsAndValues() {
        return VERSIONS.stream()
                .flatMap(version ->
                        Stream.of("minimal", "default", "production")
                                .map(values -> Arguments.of(version, values)));
    }

    static Stream<Arguments> mistakes() {
        return VERSIONS.stream()
                .flatMap(version ->
                        Stream.of(
                                Arguments.of(
                                        version, "livenessProbe", "livenesProbe", "livenesProbe"),
                                Arguments.of(version, "serviceName", "service", "service"),
                                Arguments.of(
                                        version,
                                        "- name: example\n          image",
                                        "- image",
                                        "name"),
                                Arguments.of(
                                        version,
                                        "  selector: {matchLabels: {app: example}}\n",
                                        "",
                                        "selector"),
                                Arguments.of(
                                        version,
                                        "containerPort: 8080",
                                        "name: http",
                                        "containerPort"),
                                Arguments.of(version, "replicas: 2", "replicas: two", "two"),
                                Arguments.of(
                                        version, "image: example:1", "image: [example]", "image"),
                                Arguments.of(version, "apps/v1", "apps/v1beta1", "StatefulSet")));
    }
}
