/** Asking miners to prove what they hold, and keeping what came of it. */
@NullMarked
package io.filetao.validator.challenge;

import org.jspecify.annotations.NullMarked;
