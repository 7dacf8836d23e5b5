/** Ending claims whose time is over. */
@NullMarked
package io.filetao.validator.expiry;

import org.jspecify.annotations.NullMarked;
