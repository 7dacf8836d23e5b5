/** The validator program. */
@NullMarked
package io.filetao.validator;

import org.jspecify.annotations.NullMarked;
