/** The dashboard program. */
@NullMarked
package io.filetao.dashboard;

import org.jspecify.annotations.NullMarked;
