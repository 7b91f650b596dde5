using Dialer.Client;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>A day through the generated client alone: no cast, and no request by hand.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class ClientDayTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task An_integrators_day_runs_through_the_generated_client()
    {
        var chief = new DialerClient(service.Client);
        Assert.Equal(Role.Administrator, (await chief.WhoAmIAsync()).Role);

        // An agent of flesh and blood, and who it is.
        await chief.AddUserAsync(new NewUserRequest { Name = "Ana", Role = Role.Agent, Agent = "ana", Password = "a password of length" }, "make-ana");
        var session = await chief.LogInAsync(new SessionRequest { User = "Ana", Password = "a password of length" });
        using var desk = service.NewClient();
        desk.DefaultRequestHeaders.Authorization = new("Bearer", session.Token);
        var ana = new DialerClient(desk);
        var refused = await Assert.ThrowsAsync<ApiException<Problem>>(() => ana.StartCampaignAsync("renewals"));
        Assert.Equal("roleNeeded", refused.Result.Code);

        // Whom to call.
        var lead = await chief.AddLeadAsync("renewals", new LeadRequest { Phones = ["+33199006601"], Country = "FR", Priority = 900, Fields = new Dictionary<string, string> { ["Name"] = "Zoé" } });
        Assert.Equal("new", lead.State);
        await chief.AddDoNotCallAsync(new DoNotCallRequest { Number = "+33199006602" });
        Assert.Equal("+33199006602", (await chief.GetDoNotCallAsync("+33199006602")).Number);

        // The day.
        await ana.LogInAgentAsync("ana");
        await ana.SetAgentReadyAsync("ana");
        await service.AgentIsAsync("ana", "ready");
        await chief.StartCampaignAsync("renewals");
        await service.AgentIsAsync("ana", "talking");
        await chief.PauseCampaignAsync("renewals");
        var row = await ana.GetAgentAsync("ana");
        await ana.HangUpAsync(row.Interaction);
        Assert.Null((await ana.DescribeConversationAsync(row.Interaction, new DispositionRequest { Code = "sale", Note = "two of them" })).CallBackAt);
        await service.AgentIsAsync("ana", "ready");

        // What is known afterwards.
        var closed = await EventAsync(ana, "attemptClosed", row.Interaction);
        Assert.Equal((row.Party, "sale"), (closed.Party, closed.Disposition));
        Assert.Equal("done", (await chief.GetLeadAsync(row.Lead)).State);
        Assert.Equal("Zoé", (await chief.GetLeadAsync(lead.Id)).Fields["Name"]);
        var figures = Assert.Single((await chief.ReportAttemptsAsync(by: Period.All, campaign: "renewals")).Rows);
        Assert.InRange(figures.Connected, 1, figures.Attempts);
        Assert.Contains((await chief.ListAuditAsync(who: "user:Ana")).Items, change => change.Action == "hangUp");
        var webhook = await chief.AddWebhookAsync(new WebhookRequest { Url = "https://crm.example/hook", Kinds = ["connected"] });
        var changed = await chief.ChangeWebhookAsync(webhook.Webhook.Id, new WebhookRequest { Url = "https://crm.example/other", Enabled = false }, $"\"{webhook.Webhook.Version}\"");
        Assert.False(changed.Enabled);
        await ana.LogOutAgentAsync("ana");
        await ana.LogOutAsync();
        Assert.Equal("tokenNeeded", (await Assert.ThrowsAsync<ApiException<Problem>>(() => ana.WhoAmIAsync())).Result.Code);
    }

    /// <summary>Events are kept once they are on disk.</summary>
    private static async Task<DialerEvent> EventAsync(DialerClient client, string kind, long interaction)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if ((await client.ListEventsAsync(kind: kind, limit: 500)).Items.FirstOrDefault(said => said.Interaction == interaction) is { } found)
                return found;
            await Task.Delay(50, patience.Token);
        }
    }
}
