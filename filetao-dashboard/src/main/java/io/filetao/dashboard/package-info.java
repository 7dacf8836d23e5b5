/** Web pages over the API, for anybody who wants to see the network. */
@NullMarked
package io.filetao.dashboard;

import org.jspecify.annotations.NullMarked;
