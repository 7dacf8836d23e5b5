/** The first page: the network at a glance, and its miners. */
@NullMarked
package io.filetao.dashboard.network;

import org.jspecify.annotations.NullMarked;
