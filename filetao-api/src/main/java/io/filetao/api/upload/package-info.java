/** Files that come in over several requests, by the tus protocol 1.0. */
@NullMarked
package io.filetao.api.upload;

import org.jspecify.annotations.NullMarked;

