// SPDX-License-Identifier: Apache-2.0
/** A short play for two initiators and one disk, over a real socket: what a helper is for. */
package io.prhelper.simulation.demo;
