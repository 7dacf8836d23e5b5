/** How figures, events and charts look on every page. */
@NullMarked
package io.filetao.dashboard.view;

import org.jspecify.annotations.NullMarked;

