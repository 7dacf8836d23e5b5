/** Who may call, and for which account. */
@NullMarked
package io.filetao.api.access;

import org.jspecify.annotations.NullMarked;
