using System.Security.Cryptography;
using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class SrtpTests
{
    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    [Fact]
    public void Session_keys_are_those_of_RFC_3711_appendix_B3()
    {
        byte[] master = Hex("E1F97A0D3E018BE0D64FA32C06DE4139"), salt = Hex("0EC675AD498AFEEBB6960B3AABE6");

        Assert.Equal(Hex("C61E7A93744F39EE10734AFE3FF7A087"), SrtpKeys.DeriveOne(master, salt, 0, 16));
        Assert.Equal(Hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"), SrtpKeys.DeriveOne(master, salt, 1, 20));
        Assert.Equal(Hex("30CBBC08863D8C85D49DB34A9AE1"), SrtpKeys.DeriveOne(master, salt, 2, 14));
    }

    [Fact]
    public void The_keystream_is_that_of_RFC_3711_appendix_B2()
    {
        using var keys = new SrtpKeys(SrtpSuite.AesCm128HmacSha1Tag80, Hex("2B7E151628AED2A6ABF7158809CF4F3C"), Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"), new byte[20]);
        byte[] stream = new byte[48];
        keys.ApplyKeystream(0, 0, stream);
        Assert.Equal(Hex("E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0"), stream);
    }

    [Fact]
    public void A_whole_packet_is_protected_as_by_the_reference_implementation_of_RFC_3711()
    {
        using var context = SrtpContext.FromMaster(SrtpSuite.AesCm128HmacSha1Tag80, Hex("E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6"));
        byte[] packet = [.. Hex("800F1234DECAFBADCAFEBABE ABABABABABABABABABABABABABABABAB"), .. new byte[SrtpContext.MaxOverhead]];

        int length = context.Protect(packet, 28);

        Assert.Equal(Hex("800F1234DECAFBADCAFEBABE 4E55DC4CE79978D88CA4D215949D2402 B78D6ACC99EA179B8DBB"), packet[..length]);
    }

    [Theory]
    [InlineData(SrtpSuite.AeadAes128Gcm, "000102030405060708090a0b0c0d0e0f", "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833 899d7f27beb16a9152cf765ee4390cce")]
    [InlineData(SrtpSuite.AeadAes256Gcm, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13")]
    public void A_packet_is_sealed_as_in_RFC_7714_section_16(SrtpSuite suite, string key, string sealedPayload)
    {
        using var context = SrtpContext.FromSession(suite, Hex(key), Hex("517569642070726f2071756f"), new byte[20]);
        byte[] header = Hex("8040f17b8041f8d35501a0b2");
        byte[] packet = [.. header, .. "Gallia est omnis divisa in partes tres"u8, .. new byte[SrtpContext.MaxOverhead]];

        int length = context.Protect(packet, 12 + 38);

        Assert.Equal([.. header, .. Hex(sealedPayload)], packet[..length]);
    }

    public static TheoryData<SrtpSuite> Suites => [.. Enum.GetValues<SrtpSuite>()];

    [Theory]
    [MemberData(nameof(Suites))]
    public void What_is_protected_is_read_back_over_a_rollover_with_reordering(SrtpSuite suite)
    {
        byte[] key = RandomNumberGenerator.GetBytes(suite.KeySaltBytes());
        using SrtpContext send = SrtpContext.FromMaster(suite, key), receive = SrtpContext.FromMaster(suite, key);
        var random = new Random(7);
        var sent = new List<(byte[] Plain, byte[] Cipher)>();
        for (int i = 0; i < 70_000; i++)
        {
            byte[] plain = new byte[12 + random.Next(0, 60)];
            random.NextBytes(plain);
            RtpHeader.Write(plain, 8, false, (ushort)(65_000 + i), (uint)i * 160, 77);
            byte[] buffer = [.. plain, .. new byte[SrtpContext.MaxOverhead]];
            int length = send.Protect(buffer, plain.Length);
            sent.Add((plain, buffer[..length]));
        }
        for (int i = 0; i + 1 < sent.Count; i += 2)
            (sent[i], sent[i + 1]) = (sent[i + 1], sent[i]);

        foreach ((byte[] plain, byte[] cipher) in sent)
        {
            Span<byte> packet = (byte[])cipher.Clone();
            Assert.True(receive.Unprotect(ref packet));
            Assert.True(packet.SequenceEqual(plain));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_replayed_packet_and_one_with_any_bit_flipped_are_refused(SrtpSuite suite)
    {
        byte[] key = RandomNumberGenerator.GetBytes(suite.KeySaltBytes());
        using SrtpContext send = SrtpContext.FromMaster(suite, key), receive = SrtpContext.FromMaster(suite, key);
        byte[] buffer = new byte[52 + SrtpContext.MaxOverhead];
        RtpHeader.Write(buffer, 8, false, 1, 160, 77);
        int length = send.Protect(buffer, 52);
        for (int bit = 0; bit < length * 8; bit++)
        {
            byte[] forged = buffer[..length];
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Span<byte> packet = forged;
            Assert.False(receive.Unprotect(ref packet), $"bit {bit}");
        }
        Span<byte> first = buffer.AsSpan(0, length).ToArray(), again = buffer.AsSpan(0, length).ToArray();
        Assert.True(receive.Unprotect(ref first));
        Assert.False(receive.Unprotect(ref again));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void SRTCP_is_read_back_once_and_never_when_forged(SrtpSuite suite)
    {
        byte[] key = RandomNumberGenerator.GetBytes(suite.KeySaltBytes());
        using SrtpContext send = SrtpContext.FromMaster(suite, key), receive = SrtpContext.FromMaster(suite, key);
        byte[] buffer = new byte[200];
        int plainLength = RtcpPacket.Write(buffer, 77, new RtcpSenderInfo(1, 2, 3, 4), null, "dialer"u8, bye: false);
        byte[] plain = buffer[..plainLength];
        int length = send.ProtectRtcp(buffer, plainLength);

        byte[] forged = buffer[..length];
        forged[10] ^= 1;
        Span<byte> bad = forged, good = buffer.AsSpan(0, length).ToArray(), replay = buffer.AsSpan(0, length).ToArray();
        Assert.False(receive.UnprotectRtcp(ref bad));
        Assert.True(receive.UnprotectRtcp(ref good));
        Assert.True(good.SequenceEqual(plain));
        Assert.False(receive.UnprotectRtcp(ref replay));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_tone_crosses_a_bridge_between_an_encrypted_and_a_plain_call(SrtpSuite suite)
    {
        using var calls = new TwoCalls();
        byte[] toParty = RandomNumberGenerator.GetBytes(suite.KeySaltBytes()), toLeg = RandomNumberGenerator.GetBytes(suite.KeySaltBytes());
        calls.LegOne.SetRemote(new() { Rtp = calls.PartyOne.LocalRtp, Codec = AudioCodec.Pcma, Srtp = new(suite, toParty, toLeg) });
        calls.PartyOne.SetRemote(new() { Rtp = calls.LegOne.LocalRtp, Codec = AudioCodec.Pcma, Srtp = new(suite, toLeg, toParty) });
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyTwo.SetSource(new Sine(1300));
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);

        await calls.EarTwo.Hears(500);
        await calls.EarOne.Hears(1300);
    }
}
