package io.filetao.common.client;

import java.math.BigDecimal;
import java.util.List;

/**
 * A validator as an API node lists it.
 *
 * @param stake in TAO
 */
public record ValidatorReport(int uid, String hotkey, String coldkey, BigDecimal stake) {

    /** The answer around the list. */
    record Page(List<ValidatorReport> items) {}
}
