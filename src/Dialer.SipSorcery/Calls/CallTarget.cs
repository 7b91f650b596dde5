using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Stack;
using Dialer.Sip.Trunks;
using Dialer.SipSorcery.Signalling;
using SIPSorcery.SIP;

namespace Dialer.SipSorcery.Calls;

/// <summary>Whom to call and as whom, by whichever trunk.</summary>
/// <param name="Number">A called person's number; null for an agent's phone.</param>
/// <param name="Phone">An agent's phone; null for a number.</param>
/// <param name="CallerId">Null: the trunk's.</param>
/// <param name="PhoneMedia">What the phone speaks; null: what the trunk does.</param>
internal sealed record CallTarget(CampaignId Campaign, string? Number, SipUri? Phone, TimeSpan RingTimeout, string? CallerId, SipUri Self, CallMedia? PhoneMedia = null)
{
    private const string Anonymous = "sip:anonymous@anonymous.invalid";

    /// <summary>Keep the caller id from the called person.</summary>
    public bool IsWithheld { get; init; }

    public CallMedia MediaBy(Trunk? trunk) => PhoneMedia ?? trunk?.Options.Media ?? CallMedia.Default;

    public SipUri UriBy(Trunk? trunk) => Phone ?? trunk!.UriOf(trunk.Options.Numbers.WriteCalled(Number!));

    public CallOrder OrderBy(Trunk? trunk, SipUri uri, string session, SIPEndPoint? proxy)
    {
        var options = trunk?.Options;
        string? callerId = CallerId ?? options?.CallerId;
        if (callerId is not null && options is not null)
            callerId = options.Numbers.WriteCalling(callerId);
        var account = trunk is null ? Self : trunk.AddressOf(options!.UserName ?? callerId ?? "dialer");
        var shown = trunk is null || callerId is null ? account : trunk.AddressOf(callerId);
        bool inFrom = options?.CallerIdIn is null or CallerIdHeader.From or CallerIdHeader.Both;
        bool inAsserted = callerId is not null && options?.CallerIdIn is CallerIdHeader.AssertedIdentity or CallerIdHeader.Both;
        var from = SIPURI.ParseSIPURI(IsWithheld ? Anonymous : (inFrom ? shown : account).ToString());
        return new CallOrder(SIPURI.ParseSIPURI(uri.ToString()), from, IsWithheld ? "Anonymous" : "", account.UserText, session, proxy)
        {
            Asserted = inAsserted || IsWithheld ? SIPURI.ParseSIPURI(shown.ToString()) : null,
            IsPrivate = IsWithheld,
            User = trunk?.Credentials?.UserName,
            Password = trunk?.Credentials?.Password,
        };
    }
}
