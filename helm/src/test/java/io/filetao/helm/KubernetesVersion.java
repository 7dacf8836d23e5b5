package io.filetao.helm;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The types of one minor version of Kubernetes, as its OpenAPI description has them: the published client is generated
 * from that description, one release for each minor version. Every version is loaded apart from the class path and from
 * the others.
 */
final class KubernetesVersion {

    private static final Path JARS = Path.of("target", "kubernetes");
    private static final String MODELS = "io.kubernetes.client.openapi.models.";
    private static final Map<String, KubernetesVersion> VERSIONS = new ConcurrentHashMap<>();

    private final String minor;
    private final ClassLoader types;

    private KubernetesVersion(String minor) {
        this.minor = minor;
        Path jar = JARS.resolve(minor + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    jar + " is missing; run \"mvn generate-test-resources -pl helm\".");
        }
        try {
            this.types = new OwnTypes(jar.toUri().toURL());
        } catch (IOException e) {
            throw new IllegalStateException(jar + " cannot be opened.", e);
        }
    }

    /** The version, for instance "1.36"; loaded once for all tests. */
    static KubernetesVersion of(String minor) {
        return VERSIONS.computeIfAbsent(minor, KubernetesVersion::new);
    }

    /**
     * Refuses a manifest that is none of this version: a kind it does not have, a field it does not know, a required
     * field that is missing, a value of another type.
     */
    void check(String manifest) {
        Map<String, Object> content =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(manifest);
        JsonObject json = new Gson().toJsonTree(content).getAsJsonObject();
        String name = json.getAsJsonObject("metadata").get("name").getAsString();
        String kind = json.get("kind").getAsString();
        try {
            model(json.get("apiVersion").getAsString(), kind)
                    .getMethod("fromJson", String.class)
                    .invoke(null, json.toString());
        } catch (InvocationTargetException e) {
            throw new AssertionError(
                    "Kubernetes %s refuses %s %s: %s".formatted(minor, kind, name, e.getCause()),
                    e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Kubernetes %s has no %s".formatted(minor, kind), e);
        }
    }

    /** "apps/v1", "StatefulSet" is the class V1StatefulSet: its name has the version and not the group. */
    private Class<?> model(String apiVersion, String kind) throws ClassNotFoundException {
        String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        return types.loadClass(
                MODELS
                        + version.substring(0, 1).toUpperCase(Locale.ROOT)
                        + version.substring(1)
                        + kind);
    }

    /** Kubernetes' types come from the jar alone, what they are built on from the class path. */
    private static final class OwnTypes extends URLClassLoader {

        OwnTypes(URL jar) {
            super(new URL[] {jar}, KubernetesVersion.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.kubernetes.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
