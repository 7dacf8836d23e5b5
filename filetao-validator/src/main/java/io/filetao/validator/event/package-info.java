/** Writing down what happened. */
@NullMarked
package io.filetao.validator.event;

import org.jspecify.annotations.NullMarked;
