// SPDX-License-Identifier: Apache-2.0
/** What the kernel says where it refuses: errno(3), and the exception that carries it. */
@NullMarked
package io.prhelper.ffm.errno;

import org.jspecify.annotations.NullMarked;
