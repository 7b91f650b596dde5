using System.Globalization;

namespace Dialer.Host.Tests.Peers;

/// <summary>What the peers are told to do: Kamailio's routes, SIPp's scenarios, baresip's account.</summary>
internal static class PeerFiles
{
    /// <summary>Registrar and proxy: digest for all but the SIPp phone (Debian's SIPp has no digest), record-routing, calls to the carrier or to registered phones.</summary>
    public static string Kamailio(int port, int carrierPort) => string.Create(CultureInfo.InvariantCulture, $$"""
        #!KAMAILIO
        debug=1
        log_stderror=yes
        fork=yes
        children=2
        listen=udp:127.0.0.1:{{port}}
        disable_tcp=yes
        auto_aliases=no
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "maxfwd.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "auth.so"
        modparam("usrloc", "db_mode", 0)
        request_route {
          if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
          if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
          if (has_totag()) {
            if (loose_route()) { t_relay(); exit; }
            if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
            sl_send_reply("404", "Not here");
            exit;
          }
          if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
          if (is_method("REGISTER")) {
            if ($fU != "agent2" && !pv_www_authenticate("$fd", "secret", "0")) { www_challenge("$fd", "1"); exit; }
            if (!save("location")) sl_reply_error();
            exit;
          }
          if (!is_method("INVITE")) { sl_send_reply("405", "Method Not Allowed"); exit; }
          if (!pv_proxy_authenticate("$fd", "secret", "0")) { proxy_challenge("$fd", "1"); exit; }
          consume_credentials();
          record_route();
          if ($rU =~ "^agent") {
            if (!lookup("location")) { sl_send_reply("480", "Not registered"); exit; }
          } else {
            $du = "sip:127.0.0.1:{{carrierPort}}";
          }
          t_relay();
        }

        """);

    public static string BaresipConfig(int port, string voice, string recordings, int firstMediaPort) => string.Create(CultureInfo.InvariantCulture, $"""
        sip_listen 127.0.0.1:{port}
        net_interface 127.0.0.1
        audio_source aufile,{voice}
        audio_player aubridge,nobody
        snd_path {recordings}
        audio_alert aufile,/dev/null
        rtp_ports {firstMediaPort}-{firstMediaPort + 40}
        module_path /usr/lib/baresip/modules
        module g711.so
        module aufile.so
        module aubridge.so
        module sndfile.so
        module_app account.so
        module_app menu.so

        """);

    public static string BaresipAccount(string user, int proxyPort) =>
        string.Create(CultureInfo.InvariantCulture, $"<sip:{user}@127.0.0.1:{proxyPort}>;auth_user={user};auth_pass=secret;answermode=auto;regint=600;audio_codecs=PCMA,PCMU\n");

    /// <summary>One REGISTER for a phone that SIPp plays on another port.</summary>
    public static string SippRegister(string user, int phonePort) => string.Create(CultureInfo.InvariantCulture, $"""
        <?xml version="1.0" encoding="ISO-8859-1" ?>
        <scenario name="register">
          <send retrans="500"><![CDATA[
        REGISTER sip:[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:{user}@[remote_ip]>;tag=[call_number]
        To: <sip:{user}@[remote_ip]>
        Call-ID: [call_id]
        CSeq: 1 REGISTER
        Contact: <sip:{user}@127.0.0.1:{phonePort}>
        Expires: 600
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
          <recv response="200" />
        </scenario>

        """);

    /// <summary>A phone, or a number, that answers at once and sends back what it hears (run with -rtp_echo); it answers OPTIONS.</summary>
    public static string SippPhone => $"""
        <?xml version="1.0" encoding="ISO-8859-1" ?>
        <scenario name="phone">
          <recv request="OPTIONS" optional="true" next="alive" />
          <recv request="INVITE" rrs="true" />
        {Reply("180 Ringing")}
        {Answer("[media_port]")}
          <recv request="ACK" />
          <recv request="BYE" />
        {Reply("200 OK", tag: false)}
          <nop next="end" />
          <label id="alive" />
        {Reply("200 OK")}
          <label id="end" />
          <nop />
        </scenario>

        """;

    /// <summary>A carrier at which a machine answers every number, with this A-law audio; it answers OPTIONS.</summary>
    public static string SippMachine(string audio) => $"""
        <?xml version="1.0" encoding="ISO-8859-1" ?>
        <scenario name="machine">
          <recv request="OPTIONS" optional="true" next="alive" />
          <recv request="INVITE" rrs="true" />
        {Reply("180 Ringing")}
        {Answer("[rtpstream_audio_port]")}
          <recv request="ACK" />
          <nop><action><exec rtp_stream="{audio},1,8,PCMA/8000" /></action></nop>
          <recv request="BYE" />
        {Reply("200 OK", tag: false)}
          <nop next="end" />
          <label id="alive" />
        {Reply("200 OK")}
          <label id="end" />
          <nop />
        </scenario>

        """;

    /// <summary>
    /// The carrier. The last two digits of the number decide: 1x a person, who says hello and hangs up after 5 s; 2x a machine;
    /// 3x busy; 4x declined; 5x not found; 6x rings for ever.
    /// </summary>
    public static string SippCarrier(string personAudio, string machineAudio) => $"""
        <?xml version="1.0" encoding="ISO-8859-1" ?>
        <scenario name="carrier">
          <recv request="INVITE" rrs="true">
            <action>
              <ereg regexp="^INVITE sip:[^@]*1[0-9]@" search_in="msg" check_it="false" assign_to="person" />
              <ereg regexp="^INVITE sip:[^@]*2[0-9]@" search_in="msg" check_it="false" assign_to="machine" />
              <ereg regexp="^INVITE sip:[^@]*3[0-9]@" search_in="msg" check_it="false" assign_to="busy" />
              <ereg regexp="^INVITE sip:[^@]*4[0-9]@" search_in="msg" check_it="false" assign_to="declined" />
              <ereg regexp="^INVITE sip:[^@]*5[0-9]@" search_in="msg" check_it="false" assign_to="notfound" />
            </action>
          </recv>
        {Reply("180 Ringing")}
          <nop next="busy" test="busy" />
          <nop next="declined" test="declined" />
          <nop next="notfound" test="notfound" />
          <nop next="person" test="person" />
          <nop next="machine" test="machine" />
          <recv request="CANCEL" />
        {Reply("200 OK", tag: false)}
          <send><![CDATA[
        SIP/2.0 487 Request Terminated
        [last_Via:]
        [last_From:]
        [last_To:];tag=[pid]t[call_number]
        [last_Call-ID:]
        CSeq: [last_cseq_number] INVITE
        Content-Length: 0

        ]]></send>
          <recv request="ACK" next="end" />

          <label id="busy" />
        {Reply("486 Busy Here")}
          <recv request="ACK" next="end" />

          <label id="declined" />
        {Reply("603 Decline")}
          <recv request="ACK" next="end" />

          <label id="notfound" />
        {Reply("404 Not Found")}
          <recv request="ACK" next="end" />

          <label id="person" />
        {Answer("[rtpstream_audio_port]")}
          <recv request="ACK">
            <action>
              <ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller" />
              <ereg regexp=".*" search_in="hdr" header="To:" assign_to="called" />
            </action>
          </recv>
          <nop><action><exec rtp_stream="{personAudio},1,8,PCMA/8000" /></action></nop>
          <recv request="BYE" timeout="5000" ontimeout="hangup" next="bye" />
          <label id="hangup" />
          <send retrans="500"><![CDATA[
        BYE [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        [routes]
        From:[$called]
        To:[$caller]
        Call-ID: [call_id]
        CSeq: 1 BYE
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
          <recv response="200" next="end" />

          <label id="machine" />
        {Answer("[rtpstream_audio_port]")}
          <recv request="ACK" />
          <nop><action><exec rtp_stream="{machineAudio},1,8,PCMA/8000" /></action></nop>
          <recv request="BYE" />

          <label id="bye" />
        {Reply("200 OK", tag: false)}
          <label id="end" />
          <nop />
          <Reference variables="person,machine,busy,declined,notfound,caller,called" />
        </scenario>

        """;

    private static string Reply(string status, bool tag = true) => $"""
          <send><![CDATA[
        SIP/2.0 {status}
        [last_Via:]
        [last_From:]
        [last_To:]{(tag ? ";tag=[pid]t[call_number]" : "")}
        [last_Call-ID:]
        [last_CSeq:]
        [last_Record-Route:]
        Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>
        Content-Length: 0

        ]]></send>
        """;

    private static string Answer(string port) => $"""
          <send retrans="500"><![CDATA[
        SIP/2.0 200 OK
        [last_Via:]
        [last_From:]
        [last_To:];tag=[pid]t[call_number]
        [last_Call-ID:]
        [last_CSeq:]
        [last_Record-Route:]
        Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=sipp 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio {port} RTP/AVP 8
        a=rtpmap:8 PCMA/8000

        ]]></send>
        """;
}
