// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Flags;

/** A message of one piece and descriptors with it (SCM_RIGHTS, unix(7)): the header, what it points at, and what that points at. */
public final class DescriptorMessage extends MsgHdr {
    /** No descriptor came. */
    public static final int NONE = -1;

    private final Cmsghdr control;

    /** With room for that many descriptors, and none yet. */
    public DescriptorMessage(int descriptors) {
        control = new Cmsghdr(descriptors);
        msgControl(control);
    }

    /** The next to be sent brings this descriptor. */
    public void attach(int descriptor) {
        control.data(0, descriptor);
        attached(1);
    }

    /** The next to be sent brings these descriptors. */
    public void attach(int[] descriptors) {
        for (int i = 0; i < descriptors.length; i++) {
            control.data(i, descriptors[i]);
        }
        attached(descriptors.length);
    }

    private void attached(int count) {
        control.count(count);
        msgControllen(count == 0 ? 0 : Cmsghdr.length(count));
    }

    /**
     * The next to be received may bring one. The room is CMSG_LEN, not CMSG_SPACE, which would let in two: the kernel closes the surplus and
     * {@linkplain #hadMore says so}.
     */
    public void expectOne() {
        msgControllen(Cmsghdr.length(1));
    }

    /** The descriptor that the message brought, which the caller owns; or {@link #NONE}. */
    public int descriptor() {
        return msgControllen() >= Cmsghdr.length(1) && control.isOf(1) ? control.data() : NONE;
    }

    /** Whether it brought more than there was room for. */
    public boolean hadMore() {
        return (msgFlags() & Flags.MSG_CTRUNC) != 0;
    }
}
