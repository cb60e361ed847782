using AccessReview.Core.Findings;

namespace AccessReview.Core.Tests.Assessing;

public sealed class ChangeSentencesTests
{
    [Fact]
    public void A_role_that_was_raised_says_so_once()
    {
        var change = new ChangeFacts { RoleFrom = "Consumer", RoleTo = "Architect", MadePrivileged = true, Gained = Finding.Privileged | Finding.Dormant };
        Assert.Equal(["role Consumer → Architect, now privileged", "now dormant"], ChangeSentences.Parts(change));
    }

    [Fact]
    public void A_role_that_became_privileged_by_policy_is_named_though_nobody_changed_it() =>
        Assert.Equal(["now privileged"], ChangeSentences.Parts(new ChangeFacts { Gained = Finding.Privileged }));

    [Fact]
    public void Whom_nobody_knows_any_more_did_not_come_back()
    {
        Assert.Equal(["now nobody known"], ChangeSentences.Parts(new ChangeFacts { Gained = Finding.NobodyKnown, Lost = Finding.Left }));
        Assert.Equal(["no longer left"], ChangeSentences.Parts(new ChangeFacts { Lost = Finding.Left }));
    }
}
