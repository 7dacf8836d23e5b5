/** What has to be repaired, in which order, and from what: decisions and the queue, no transfer. */
@NullMarked
package io.filetao.common.repair;

import org.jspecify.annotations.NullMarked;
