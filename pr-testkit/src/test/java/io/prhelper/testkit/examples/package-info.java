// SPDX-License-Identifier: Apache-2.0
/** The examples of {@code module-info-docs/testing.md}. */
package io.prhelper.testkit.examples;
