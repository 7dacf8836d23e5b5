/** What every page has in common: headers, threads. */
@NullMarked
package io.filetao.dashboard.web;

import org.jspecify.annotations.NullMarked;
