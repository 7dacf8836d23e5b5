/** Every score, tier and weight computed again from the log of events. */
@NullMarked
package io.filetao.validator.replay;

import org.jspecify.annotations.NullMarked;
