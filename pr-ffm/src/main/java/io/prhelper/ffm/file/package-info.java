// SPDX-License-Identifier: Apache-2.0
/** What is done by name in a folder that somebody else may own. */
package io.prhelper.ffm.file;
