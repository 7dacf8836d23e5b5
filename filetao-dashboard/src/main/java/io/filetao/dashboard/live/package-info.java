/** Tells open pages that something has changed. */
@NullMarked
package io.filetao.dashboard.live;

import org.jspecify.annotations.NullMarked;

