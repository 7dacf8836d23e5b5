package io.filetao.validator.experiment;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * What a run is called: its directory begins with the time, so that names sort by age.
 *
 * @param id eight letters and digits, unique in a project
 */
record RunName(Instant began, String id) {

    private static final Pattern DIRECTORY = Pattern.compile("run-\\d{8}_\\d{9}-[a-z0-9]{8}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd_HHmmssSSS").withZone(ZoneOffset.UTC);
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    static RunName at(Instant time) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new RunName(time, id.toString());
    }

    String directory() {
        return "run-" + TIME.format(this.began) + "-" + this.id;
    }

    static boolean isRun(Path path) {
        return DIRECTORY.matcher(path.getFileName().toString()).matches();
    }
}
