/** Classes of miners by proven successes: how much they may store and what a success earns. */
@NullMarked
package io.filetao.common.tier;

import org.jspecify.annotations.NullMarked;
