package io.filetao.validator.event;

import io.filetao.common.event.Event;
import java.util.List;

/** Hears of events as they are written; must neither wait nor fail. */
@FunctionalInterface
public interface EventListener {

    /** Events that were written together, in their order. */
    void happened(List<Event> events);
}
