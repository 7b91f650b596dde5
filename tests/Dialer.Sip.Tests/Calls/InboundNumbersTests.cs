using System.Text;
using Dialer.Core.Leads;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>Which number was called, however the number is written and wherever it stands.</summary>
public sealed class InboundNumbersTests
{
    private const string Sales = "+33199001234", Loans = "+33199005678";

    private static readonly TrunkOptions Carrier = new() { Id = new(1), Name = "carrier", Address = "192.0.2.1", UserName = "account7", Register = true };
    private static readonly InboundNumbers Numbers = new([new(Carrier.Id, Sales), new(Carrier.Id, Loans)]);

    private static SipMessage Invite(string target, string to = "<sip:dialer@192.0.2.9>", params string[] fields) => InviteFrom("<sip:0639980011@192.0.2.1>", target, to, fields);

    private static SipMessage InviteFrom(string from, string target, string to = "<sip:dialer@192.0.2.9>", params string[] fields)
    {
        string text = string.Join("\r\n", [
            $"INVITE {target} SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1", $"From: {from};tag=a", $"To: {to}",
            "Call-ID: 1", "CSeq: 1 INVITE", "Contact: <sip:192.0.2.1>", "Max-Forwards: 70", "Content-Length: 0", .. fields, "", ""]);
        return SipMessage.Parse(Encoding.UTF8.GetBytes(text), out var refusal) ?? throw new InvalidOperationException(refusal.ToString());
    }

    [Theory]
    [InlineData("sip:0199001234@192.0.2.9")]
    [InlineData("sip:0033199001234@192.0.2.9")]
    [InlineData("sip:+33199001234@192.0.2.9")]
    [InlineData("sip:33199001234@192.0.2.9")]
    [InlineData("sip:+33199001234;npdi@192.0.2.9")]
    [InlineData("sip:+33199001234;npdi@192.0.2.9;user=phone")]
    [InlineData("sip:+33-1-99-00-12-34@192.0.2.9")]
    [InlineData("sip:%2B33199001234@192.0.2.9")]
    [InlineData("tel:+33-1-99-00-12-34")]
    [InlineData("tel:0199001234;phone-context=+33")]
    public void The_same_number_in_every_writing_is_the_same_number(string target) => Assert.Equal(Sales, Numbers.CalledBy(Carrier, Invite(target)));

    [Theory]
    [InlineData("0199001234")]
    [InlineData("33199001234")]
    [InlineData("0033199001234")]
    public void A_number_may_be_written_in_any_way_where_the_trunk_names_its_country(string configured)
    {
        var trunk = Carrier with { Numbers = new TrunkNumbers { Country = Countries.Find("FR") } };
        var numbers = new InboundNumbers([new(trunk.Id, configured)]);
        Assert.Equal(configured, numbers.CalledBy(trunk, Invite("sip:+33199001234@192.0.2.9")));
        Assert.Equal(configured, numbers.CalledBy(trunk, Invite("sip:0199001234@192.0.2.9")));
    }

    [Theory]
    [InlineData("<sip:+33199005678@carrier.example>")]
    [InlineData("\"Prêts\" <sip:0199005678@carrier.example;user=phone>")]
    [InlineData("<tel:+33-1-99-00-56-78>")]
    public void A_call_to_the_registered_contact_goes_by_the_number_in_To(string to) => Assert.Equal(Loans, Numbers.CalledBy(Carrier, Invite("sip:account7@192.0.2.9:5060", to)));

    [Theory]
    [InlineData("P-Called-Party-ID: <sip:0199005678@carrier.example>")]
    [InlineData("p-called-party-id: sip:+33199005678@carrier.example;user=phone")]
    public void Or_by_the_number_in_P_Called_Party_ID_which_goes_before(string field) =>
        Assert.Equal(Loans, Numbers.CalledBy(Carrier, Invite("sip:account7@192.0.2.9:5060", "<sip:+33199001234@carrier.example>", field)));

    [Fact]
    public void A_number_that_no_rule_names_is_told_as_it_was_dialed_whatever_To_says()
    {
        Assert.Equal("+33199009999", Numbers.CalledBy(Carrier, Invite("sip:0199009999@192.0.2.9", "<sip:+33199001234@carrier.example>")));
        Assert.Equal("+33199009999", Numbers.CalledBy(Carrier, Invite("sip:account7@192.0.2.9", "<sip:+33199009999@carrier.example>")));
        Assert.NotEqual(Sales, Numbers.CalledBy(Carrier, Invite("sip:199001234567@192.0.2.9")));
        Assert.Equal("0199001234", Numbers.CalledBy(Carrier with { Id = new(2) }, Invite("sip:0199001234@192.0.2.9")));
    }

    [Fact]
    public void A_name_is_compared_as_a_name()
    {
        var numbers = new InboundNumbers([new(Carrier.Id, "sales")]);
        Assert.Equal("sales", numbers.CalledBy(Carrier, Invite("sip:sales@192.0.2.9")));
        Assert.Equal("loans", numbers.CalledBy(Carrier, Invite("sip:loans@192.0.2.9")));
    }

    [Fact]
    public void The_caller_is_told_as_lists_have_the_number() => Assert.Equal("+33639980011", Numbers.CallerOf(Carrier, Invite("sip:0199001234@192.0.2.9")));

    [Theory]
    [InlineData("\"Anonymous\" <sip:anonymous@anonymous.invalid>")]
    [InlineData("<sip:Anonymous@192.0.2.1>")]
    [InlineData("<sip:unavailable@unknown.invalid>")]
    [InlineData("<sip:restricted@carrier.example;user=phone>")]
    [InlineData("\"Private\" <sip:192.0.2.1>")]
    public void Who_withholds_the_number_is_no_number_that_all_of_them_share(string from) => Assert.Equal("", Numbers.CallerOf(Carrier, InviteFrom(from, "sip:0199001234@192.0.2.9")));

    [Fact]
    public void A_number_asserted_beside_an_anonymous_From_is_the_caller() =>
        Assert.Equal("+33639980011", Numbers.CallerOf(Carrier, InviteFrom("<sip:anonymous@anonymous.invalid>", "sip:0199001234@192.0.2.9", "<sip:dialer@192.0.2.9>", "P-Asserted-Identity: <sip:0639980011@carrier.example>")));
}
