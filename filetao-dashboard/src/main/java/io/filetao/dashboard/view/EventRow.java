package io.filetao.dashboard.view;

import io.filetao.dashboard.client.Reports.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event in words.
 *
 * @param id unique, so that a page can tell old rows from new ones
 * @param state {@code ok}, {@code failed} or {@code note}: a shape and a word, never colour alone
 * @param what happened, as a short phrase
 * @param detail why, or how much
 * @param moved what it did to the score, empty when nothing
 */
public record EventRow(
        String id,
        String time,
        String ago,
        String block,
        String type,
        String state,
        String stateWord,
        String what,
        String detail,
        @Nullable Integer uid,
        @Nullable String hotkey,
        String took,
        String size,
        String reward,
        String moved) {

    private static final String NONE = "";

    /** The sentence of a problem document that is told as a reason. */
    private static final Pattern PROBLEM =
            Pattern.compile("\"detail\"\\s*:\\s*\"([^\"\\\\]{1,300})\"");

    /** What a duty notes when it ends. */
    private static final Pattern DUTY = Pattern.compile("handled=(\\d{1,18}) failed=(\\d{1,18})");

    /** Events as they came, newest first; the score that each moved is told from the one before it. */
    public static List<EventRow> of(List<Event> newestFirst, Instant now) {
        return newestFirst.stream().map(event -> of(event, now)).toList();
    }

    /** One event. */
    public static EventRow of(Event event, Instant now) {
        Boolean success = event.success();
        boolean scored = event.reward() != null;
        String state = success == null ? "note" : success ? "ok" : "failed";
        return new EventRow(
                event.id(),
                event.time().toString(),
                Figures.age(Duration.between(event.time(), now)) + " ago",
                Figures.count(event.block()),
                event.type(),
                state,
                success == null ? "note" : success ? "passed" : "failed",
                what(event),
                detail(event),
                event.uid(),
                event.hotkey(),
                event.seconds() == null || event.seconds() == 0
                        ? NONE
                        : Figures.span(event.seconds()),
                event.bytes() == null ? NONE : Figures.bytes(event.bytes()),
                scored ? Figures.change(Objects.requireNonNull(event.reward())) : NONE,
                event.score() == null ? NONE : Figures.score(event.score()));
    }

    private static String what(Event event) {
        boolean failed = Boolean.FALSE.equals(event.success());
        return switch (event.type()) {
            case "challenge" -> failed ? "did not prove" : "proved";
            case "store" -> failed ? "did not store" : "stored";
            case "retrieve" -> failed ? "did not return" : "returned";
            case "monitor" -> failed ? "missed pings" : "answered again";
            case "reset" -> "new window, tier " + Objects.requireNonNullElse(event.tier(), "?");
            case "weights" -> "weights set";
            case "chore" -> "duty " + Objects.requireNonNullElse(event.chore(), "?");
            case "repair" -> failed ? "repair did not end" : "repaired";
            case "distribute" -> "moved shards";
            case "expiry" -> "file expired";
            default -> event.type();
        };
    }

    private static String detail(Event event) {
        String reason = event.reason();
        if (reason != null) {
            Matcher duty = DUTY.matcher(reason);
            if (duty.matches()) {
                String handled = Figures.count(Long.parseLong(duty.group(1))) + " looked after";
                long failed = Long.parseLong(duty.group(2));
                return failed == 0 ? handled : handled + ", " + Figures.count(failed) + " failed";
            }
            Matcher problem = PROBLEM.matcher(reason);
            return problem.find() ? problem.group(1) : reason;
        }
        Long moved = event.moved();
        return moved == null || moved == 0 ? NONE : Figures.bytes(moved) + " moved";
    }
}
