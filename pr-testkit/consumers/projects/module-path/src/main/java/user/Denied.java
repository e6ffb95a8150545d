// SPDX-License-Identifier: Apache-2.0
package user;

import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.file.Path;

/** Where native access is denied, one sentence says what to do, however often it is asked. */
public final class Denied {
    private Denied() {}

    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < 2; i++) {
            try {
                HelperClient.connect(Path.of("nobody")).close();
                throw new AssertionError("connected without native access");
            } catch (IllegalCallerException denied) {
                if (!arguments[0].equals(denied.getMessage())) {
                    throw new AssertionError(denied.getMessage(), denied);
                }
            }
        }
    }
}
