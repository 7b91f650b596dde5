using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;
using Dialer.Testing;
using Xunit;

namespace Dialer.Sip.Tests.Stack.Peers;

/// <summary>Our stack and baresip call each other.</summary>
public sealed class BaresipTests
{
    [Fact]
    public async Task We_call_baresip_hold_it_and_hang_up()
    {
        PeerProcess.Need("baresip");
        using PeerParty alice = new();
        using var bob = await Baresip.StartAsync();
        var call = alice.Invite(bob.Uri);
        await alice.SeesAsync("answered");
        call.ReInvite(alice.Offer(SdpDirection.SendOnly));
        await alice.SeesAsync("reinvite answered ReceiveOnly");
        call.ReInvite(alice.Offer());
        await alice.SeesAsync("reinvite answered SendReceive");
        call.Bye();
        await alice.SeesAsync("ended LocalBye");
        Assert.Null(alice.Endpoint.Counters.LastFault);
    }

    [Fact]
    public async Task Baresip_calls_us_holds_us_and_hangs_up()
    {
        PeerProcess.Need("baresip");
        using PeerParty alice = new();
        using var bob = await Baresip.StartAsync();
        await bob.TellAsync("dial", $"sip:alice@127.0.0.1:{alice.Endpoint.LocalEndPoint.Port}");
        await alice.SeesAsync("acknowledged");
        await bob.TellAsync("hold");
        await alice.SeesAsync("offer SendOnly");
        await alice.SeesAsync("acknowledged");
        await bob.TellAsync("resume");
        await alice.SeesAsync("offer SendReceive");
        await alice.SeesAsync("acknowledged");
        await bob.TellAsync("hangup");
        await alice.SeesAsync("ended RemoteBye");
        Assert.Null(alice.Endpoint.Counters.LastFault);
    }

    [Fact]
    public async Task Our_digits_go_to_baresip_by_info()
    {
        PeerProcess.Need("baresip");
        using PeerParty alice = new();
        using var bob = await Baresip.StartAsync();
        var call = alice.Invite(bob.Uri);
        await alice.SeesAsync("answered");
        call.Info("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"u8.ToArray());
        await bob.TellsAsync("CALL_DTMF_START");
        call.Bye();
        await alice.SeesAsync("ended LocalBye");
    }

    [Fact]
    public async Task Baresips_audio_and_digits_come_to_the_address_in_our_sdp()
    {
        PeerProcess.Need("baresip");
        using PeerParty alice = new();
        using var bob = await Baresip.StartAsync();
        var call = alice.Invite(bob.Uri);
        await alice.SeesAsync("answered");
        Assert.Equal(8, (await PacketAsync(alice, bytes => (bytes[1] & 0x7F) != 101))[1] & 0x7F);
        await bob.TellAsync("sndcode", "5");
        byte[] digit = await PacketAsync(alice, bytes => (bytes[1] & 0x7F) == 101);

        // RFC 4733 section 2.3: the event number is the first byte behind the RTP header.
        Assert.Equal(5, digit[12]);
        call.Bye();
        await alice.SeesAsync("ended LocalBye");
    }

    private static async Task<byte[]> PacketAsync(PeerParty party, Func<byte[], bool> wanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            byte[] bytes = (await party.Media.ReceiveAsync(patience.Token)).Buffer;
            if (bytes.Length > 12 && wanted(bytes))
                return bytes;
        }
    }

    [Fact]
    public async Task Baresip_follows_our_blind_transfer()
    {
        PeerProcess.Need("baresip");
        using PeerParty alice = new();
        using PeerParty carol = new();
        using var bob = await Baresip.StartAsync();
        var call = alice.Invite(bob.Uri);
        await alice.SeesAsync("answered");
        call.Refer(SipUri.ToUser("carol", carol.Endpoint.LocalEndPoint));
        await carol.SeesAsync("acknowledged");
        await alice.SeesAsync("progress 200");
        call.HangUp();
        await alice.SeesAsync("ended");
        carol.Incoming!.Bye();
        await carol.SeesAsync("ended LocalBye");
    }

    [Fact]
    public async Task Baresip_transfers_us()
    {
        PeerProcess.Need("baresip");
        using PeerParty alice = new();
        using var bob = await Baresip.StartAsync();
        await bob.TellAsync("dial", $"sip:alice@127.0.0.1:{alice.Endpoint.LocalEndPoint.Port}");
        await alice.SeesAsync("acknowledged");
        await bob.TellAsync("transfer", "sip:carol@127.0.0.1:9");
        await alice.SeesAsync("refer sip:carol@127.0.0.1:9");
        alice.Incoming!.NotifyReferProgress(200, "OK");
        await alice.SeesAsync("ended RemoteBye");
    }
}
