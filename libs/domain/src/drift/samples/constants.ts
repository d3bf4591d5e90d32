/**
 * Texts of TikTok's own that decide what a message means, as the recordings have them. They name nobody, and without
 * them a share would be replayed as nothing.
 */
const DISPLAY_KEYS = new Set([
  'live_room_enter_toast',
  'pm_main_follow_message_viewer_2',
  'pm_mt_alp_join_animation',
  'pm_mt_boost_crit_got_comment_others',
  'pm_mt_boost_mist_got_comment_others',
  'pm_mt_fan_live_join',
  'pm_mt_fan_live_joined_comment',
  'pm_mt_goal_progress_comment',
  'pm_mt_guidance_share',
  'pm_mt_guidance_viewer_5_share',
  'pm_mt_live_ng_im',
  'pm_mt_moderator_im',
  'pm_mt_msg_viewer',
  'pm_mt_topviewer_comment',
  'pm_mt_treasure_box_sender_comment',
  'ttlive_superfan',
  'ttlive_superFan',
  'webcast_aweme_gift_send_message',
]);

export function isDisplayKey(text: string): boolean {
  return DISPLAY_KEYS.has(text);
}
