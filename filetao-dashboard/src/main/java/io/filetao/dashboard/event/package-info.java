/** What happens in the network, as it happens. */
@NullMarked
package io.filetao.dashboard.event;

import org.jspecify.annotations.NullMarked;

