/** Reads the API over HTTP; the dashboard's only source. */
@NullMarked
package io.filetao.dashboard.client;

import org.jspecify.annotations.NullMarked;
