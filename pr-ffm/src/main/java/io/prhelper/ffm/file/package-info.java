// SPDX-License-Identifier: Apache-2.0
/** What is done by name in a folder that somebody else may own. */
@NullMarked
package io.prhelper.ffm.file;

import org.jspecify.annotations.NullMarked;
