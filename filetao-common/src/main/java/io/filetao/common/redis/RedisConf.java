package io.filetao.common.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code redis.conf}: what is unsafe in it, and the same file made safe.
 *
 * <p>Of a directive that stands several times the last one counts, as for Redis. Comments and everything that is not about safety stay as
 * they are. Included files are not looked at.
 *
 * @param lines the file's lines
 */
public record RedisConf(List<String> lines) {

    private static final int PASSWORD_BYTES = 24;
    private static final int SIZE_LIMIT = 1 << 20;
    private static final String LOOPBACK = "127.0.0.1 -::1";
    private static final Set<String> EVERYWHERE = Set.of("*", "0.0.0.0", "::", "::0", "-::*");

    public RedisConf {
        lines = List.copyOf(lines);
    }

    /** Reads a file of at most 1 MiB. */
    public static RedisConf read(Path file) throws IOException {
        if (Files.size(file) > SIZE_LIMIT) {
            throw new IOException(file + " is larger than any redis.conf: name another file");
        }
        return new RedisConf(Files.readAllLines(file));
    }

    /** The password that it asks for, empty when it asks for none. */
    public String password() {
        return unquoted("requirepass");
    }

    /** What an index must not be trusted to, a clause for each; empty when nothing is wrong. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (password().isEmpty()) {
            problems.add("it asks for no password (requirepass)");
        }
        if (!is("appendonly", "yes", "no")) {
            problems.add("it keeps no append-only file (appendonly yes)");
        }
        if (!is("appendfsync", "always", "everysec")) {
            problems.add("it answers before what was written is on the disk (appendfsync always)");
        }
        if (takesSnapshots()) {
            problems.add("it also writes snapshots, which stall it and add nothing (save \"\")");
        }
        if (!is("protected-mode", "yes", "yes")) {
            problems.add("it lets strangers in when it has no password (protected-mode yes)");
        }
        if (listensEverywhere()) {
            problems.add("it listens on every address (bind " + LOOPBACK + ")");
        }
        if (evicts()) {
            problems.add(
                    "it throws data away when its memory is full (maxmemory-policy noeviction)");
        }
        return problems;
    }

    /**
     * The same file without the {@link #problems}. A password that is there stays; else a new one of 192 random bits is set. Addresses that
     * are named one by one stay.
     */
    public RedisConf secured() {
        RedisConf secured = this;
        if (password().isEmpty()) {
            secured = secured.with("requirepass", newPassword());
        }
        secured = secured.withUnless(is("appendonly", "yes", "no"), "appendonly", "yes");
        secured =
                secured.withUnless(
                        is("appendfsync", "always", "everysec"), "appendfsync", "always");
        secured = secured.withUnless(!takesSnapshots(), "save", "\"\"");
        secured = secured.withUnless(is("protected-mode", "yes", "yes"), "protected-mode", "yes");
        secured = secured.withUnless(!listensEverywhere(), "bind", LOOPBACK);
        return secured.withUnless(!evicts(), "maxmemory-policy", "noeviction");
    }

    /** Lines that the other has not, with {@code -} in front, and those that only it has, with {@code +}; passwords are not shown. */
    public List<String> changesTo(RedisConf other) {
        List<String> changes = new ArrayList<>();
        this.lines.stream()
                .filter(line -> !other.lines.contains(line))
                .forEach(line -> changes.add("- " + shown(line)));
        other.lines.stream()
                .filter(line -> !this.lines.contains(line))
                .forEach(line -> changes.add("+ " + shown(line)));
        return changes;
    }

    /** Replaces the file in one step, with the owner, group and permissions that it had; what it was stays in {@code backup}. */
    public void replace(Path file, Path backup) throws IOException {
        Path real = file.toRealPath();
        Files.copy(real, backup, StandardCopyOption.COPY_ATTRIBUTES);
        Path part = Files.createTempFile(real.getParent(), "redis", ".conf.part");
        try {
            Files.write(part, this.lines);
            PosixFileAttributes had = Files.readAttributes(real, PosixFileAttributes.class);
            PosixFileAttributeView gets =
                    Files.getFileAttributeView(part, PosixFileAttributeView.class);
            gets.setOwner(had.owner());
            gets.setGroup(had.group());
            gets.setPermissions(had.permissions());
            Files.move(part, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private boolean is(String directive, String wanted, String otherwise) {
        return value(directive).orElse(otherwise).equalsIgnoreCase(wanted);
    }

    /** Without any {@code save} line Redis takes its usual snapshots; an empty one ends those before it. */
    private boolean takesSnapshots() {
        return !value("save").equals(Optional.of("\"\""))
                && !value("save").equals(Optional.of("''"));
    }

    private boolean listensEverywhere() {
        return value("bind")
                .map(addresses -> List.of(addresses.split("\\s+")))
                .map(addresses -> addresses.stream().anyMatch(EVERYWHERE::contains))
                .orElse(true);
    }

    private boolean evicts() {
        return !value("maxmemory").orElse("0").equals("0")
                && !is("maxmemory-policy", "noeviction", "noeviction");
    }

    private String unquoted(String directive) {
        String value = value(directive).orElse("");
        boolean quoted =
                value.length() >= 2
                        && (value.startsWith("\"") && value.endsWith("\"")
                                || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private Optional<String> value(String directive) {
        return this.lines.stream()
                .filter(line -> sets(line, directive))
                .map(line -> line.strip().substring(directive.length()).strip())
                .reduce((_, last) -> last);
    }

    private RedisConf withUnless(boolean safe, String directive, String value) {
        return safe ? this : with(directive, value);
    }

    /** Sets a directive where it stood last, or at the end; it stands once then. */
    private RedisConf with(String directive, String value) {
        List<String> changed = new ArrayList<>();
        int at = -1;
        for (String line : this.lines) {
            if (sets(line, directive)) {
                at = changed.size();
            } else {
                changed.add(line);
            }
        }
        changed.add(at < 0 ? changed.size() : at, directive + " " + value);
        return new RedisConf(changed);
    }

    private static boolean sets(String line, String directive) {
        String text = line.strip().toLowerCase(Locale.ROOT);
        return text.startsWith(directive)
                && text.length() > directive.length()
                && Character.isWhitespace(text.charAt(directive.length()));
    }

    private static String shown(String line) {
        return sets(line, "requirepass") ? "requirepass ********" : line;
    }

    private static String newPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Says nothing of what is inside, because that includes a password. */
    @Override
    public String toString() {
        return "RedisConf[" + this.lines.size() + " lines]";
    }
}
