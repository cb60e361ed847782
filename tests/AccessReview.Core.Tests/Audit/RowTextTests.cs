using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;

namespace AccessReview.Core.Tests.Audit;

/// <summary>What is hashed of a row, byte for byte: rows of years ago are held against it.</summary>
public sealed class RowTextTests
{
    private static readonly DateTime At = new(2026, 3, 7, 8, 9, 5, 40, DateTimeKind.Utc);

    [Fact]
    public void Every_kind_of_value_has_its_line()
    {
        var text = new RowText()
            .Add("id", long.MinValue).Add("items", 0).Add("group", (long?)null)
            .Add("late", true).Add("signed", false)
            .Add("kind", DecisionKind.Certify).Add("unknown", (DecisionKind)77)
            .Add("at", (DateTime?)At.AddTicks(9)).Add("read", (DateTime?)DateTime.SpecifyKind(At, DateTimeKind.Local)).Add("shown", (DateTime?)null)
            .Add("until", (DateOnly?)new DateOnly(2026, 12, 31)).Add("followUp", (DateOnly?)null)
            .Add("reason", [0x00, 0xAB, 0xFF]).Add("hash", (byte[]?)null)
            .AddCode("by", "person:7").AddCode("rule", null).AddCode("changeTo", "Zuschauer für Ärzte €😀");
        Assert.Equal(
            "id=-9223372036854775808\nitems=0\ngroup=\nlate=yes\nsigned=no\nkind=Certify\nunknown=77\n"
            + "at=2026-03-07T08:09:05.040Z\nread=2026-03-07T08:09:05.040Z\nshown=\nuntil=2026-12-31\nfollowUp=\n"
            + "reason=00abff\nhash=\nby=person:7\nrule=\nchangeTo=Zuschauer für Ärzte €😀\n",
            text.ToString());
        Assert.Equal(SHA256.HashData([0x02, .. Encoding.UTF8.GetBytes("accessreview-row-v1" + text)]), text.Hash());
    }

    [Fact]
    public void A_text_that_serves_many_rows_gives_each_its_own_hash()
    {
        var text = new RowText();
        foreach (var role in new[] { "Viewer", new string('ö', 3000), "" })
        {
            var decision = Changed(role);
            Assert.Equal(decision.ToRowText().Hash(), text.Of(decision).Hash());
            Assert.EndsWith($"\nchangeTo={role}\n", text.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a\nlate=yes")]
    [InlineData("a\rb")]
    public void A_code_cannot_pass_for_another_line(string code) => Assert.Throws<ArgumentException>(() => new RowText().AddCode("by", code));

    private static Decision Changed(string role) => new()
    {
        Id = 1, CampaignId = 2, ItemId = 3, TurnId = 4, Kind = DecisionKind.Change, Mode = DecisionMode.Single, By = "person:7", At = At, ChangeTo = role,
        Recommendation = Core.Findings.Recommendation.None, RecommendationRules = 1, Method = AuthenticationMethod.Demo, Session = "s",
    };
}
