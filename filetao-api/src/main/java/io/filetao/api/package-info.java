/** The api program. */
@NullMarked
package io.filetao.api;

import org.jspecify.annotations.NullMarked;
