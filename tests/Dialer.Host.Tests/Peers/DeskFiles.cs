using System.Globalization;

namespace Dialer.Host.Tests.Peers;

/// <summary>SIPp as those who call a service desk, and as a number at the PBX.</summary>
internal static class DeskFiles
{
    /// <summary>Calls, speaks, presses a key where one is given, and hangs up after so long, unless the desk did before.</summary>
    /// <param name="key">Sent by INFO (application/dtmf-relay) once the desk has answered.</param>
    public static string Caller(string voice, string? key, int keyAfterMs, int talkMs) => string.Create(CultureInfo.InvariantCulture, $"""
        <?xml version="1.0" encoding="ISO-8859-1" ?>
        <scenario name="caller">
          <send retrans="500"><![CDATA[
        INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:[from]@[local_ip]:[local_port]>;tag=[pid]f[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>
        Call-ID: [call_id]
        CSeq: 1 INVITE
        Contact: <sip:caller@[local_ip]:[local_port]>
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=sipp 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio [rtpstream_audio_port] RTP/AVP 8
        a=rtpmap:8 PCMA/8000

        ]]></send>
          <recv response="100" optional="true" />
          <recv response="180" optional="true" />
          <recv response="200" rrs="true" />
          <send><![CDATA[
        ACK [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:[from]@[local_ip]:[local_port]>;tag=[pid]f[call_number]
        [last_To:]
        Call-ID: [call_id]
        CSeq: 1 ACK
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
          <nop><action><exec rtp_stream="{voice},-1,8,PCMA/8000" /></action></nop>
        {(key is null ? "" : Press(key, keyAfterMs))}
          <recv request="BYE" timeout="{talkMs}" ontimeout="hangup" next="bye" />
          <label id="hangup" />
          <send retrans="500"><![CDATA[
        BYE [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:[from]@[local_ip]:[local_port]>;tag=[pid]f[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: 9 BYE
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
          <recv response="200" next="end" />
          <label id="bye" />
          <send><![CDATA[
        SIP/2.0 200 OK
        [last_Via:]
        [last_From:]
        [last_To:]
        [last_Call-ID:]
        [last_CSeq:]
        Content-Length: 0

        ]]></send>
          <label id="end" />
          <nop />
        </scenario>

        """);

    private static string Press(string key, int afterMs) => string.Create(CultureInfo.InvariantCulture, $"""
          <pause milliseconds="{afterMs}" />
          <send retrans="500"><![CDATA[
        INFO [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:[from]@[local_ip]:[local_port]>;tag=[pid]f[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: 2 INFO
        Max-Forwards: 70
        Content-Type: application/dtmf-relay
        Content-Length: [len]

        Signal={key}
        Duration=160
        ]]></send>
          <recv response="200" />
        """);
}
