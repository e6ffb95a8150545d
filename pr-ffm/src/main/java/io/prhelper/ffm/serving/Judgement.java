// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.PolicyRule;
import io.prhelper.ffm.device.Finding;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the policy says of requests: the one place where facts are judged. */
final class Judgement {
    private final Policy policy;
    private final @Nullable PolicyRule rule;

    /** A bit for each PERSISTENT RESERVE OUT service action that is forbidden. */
    private final int forbidden;

    Judgement(Policy policy) {
        this.policy = policy;
        rule = policy.rule();
        int bits = 0;
        for (PrOutAction action : policy.forbidden()) {
            bits |= 1 << action.code();
        }
        forbidden = bits;
    }

    /** Why that client may not have that command executed on any device; null if it may. */
    @Nullable
    Decision ofCommand(Connection connection, ScsiExchange exchange) {
        if (!connection.served) {
            return Decision.PEER_DENIED;
        }
        boolean out = exchange.opcode() == Wire.PERSISTENT_RESERVE_OUT;
        return out && (forbidden >>> exchange.serviceAction() & 1) != 0 ? Decision.ACTION_DENIED : null;
    }

    /** Why nobody may have a command executed on that device; null if everybody may. */
    @Nullable
    Decision ofDevice(Finding device) {
        DeviceKind kind = device.kind();
        if (!policy.serves(kind)) {
            return Decision.DEVICE_KIND_DENIED;
        }
        // What is gone answers for itself.
        return device.listed() || kind == DeviceKind.GONE ? null : Decision.DEVICE_NOT_LISTED;
    }

    /** What the user's own rule says of a request against which nothing else speaks; null if it permits it. */
    @Nullable
    Decision ofRequest(PeerCredentials peer, Finding device, ScsiExchange exchange) {
        PolicyRule own = rule;
        if (own == null) {
            return null;
        }
        PolicyRule.Asked asked = new PolicyRule.Asked(
                peer,
                device.kind(),
                device.device().number(),
                ByteBuffer.wrap(exchange.copyCdb()).asReadOnlyBuffer(),
                ByteBuffer.wrap(exchange.copyDataOut()).asReadOnlyBuffer());
        return own.permits(asked) ? null : Decision.RULE_DENIED;
    }
}
