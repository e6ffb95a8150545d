// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

/**
 * Parameter data as it came, perhaps cut off.
 *
 * @param data what is whole of it
 * @param announced bytes that the data says it has in all, header and all; 0 where the length field did not come
 * @param received bytes that came
 */
public record Received<T extends PrInData>(T data, long announced, int received) {
    /** True where all came that was announced. */
    public boolean isWhole() {
        return announced != 0 && received >= announced;
    }
}
