/** Bearer tokens of the API: what they allow, and where they are kept. */
@NullMarked
package io.filetao.common.access;

import org.jspecify.annotations.NullMarked;
