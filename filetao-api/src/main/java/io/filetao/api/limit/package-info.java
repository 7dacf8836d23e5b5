/** How much one caller may ask for, and how much the node takes on at once. */
@NullMarked
package io.filetao.api.limit;

import org.jspecify.annotations.NullMarked;
