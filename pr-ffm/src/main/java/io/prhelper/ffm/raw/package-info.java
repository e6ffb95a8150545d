// SPDX-License-Identifier: Apache-2.0
/** A socket on which anything can be said: for the test kit, which says what is not allowed. */
@NullMarked
package io.prhelper.ffm.raw;

import org.jspecify.annotations.NullMarked;
